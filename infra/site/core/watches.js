/** Of which new posts a member is told. */
import { departmentName, tagLabel } from './city.js';
import { room } from './member.js';
import { api } from './paths.js';
import { words } from './words.js';

export const watches = async () => (await room.get(api.watches)).watches;
export const watch = (wanted) => room.post(api.watches, wanted);
export const unwatch = (id) => room.delete(api.watch(id));

const NAMES = {
  tag: ({ value }) => `#${tagLabel(value)}`,
  department: ({ value }) => departmentName(value),
  area: ({ area }) => words.watches.area(...sides(area)),
};
export const watchName = (one) => NAMES[one.kind]?.(one) ?? one.kind;

/** Kilometres from north to south and from west to east. */
function sides({ south, west, north, east }) {
  const perDegree = 111.2;
  const middle = ((south + north) / 2) * (Math.PI / 180);
  return [(north - south) * perDegree, (east - west) * perDegree * Math.cos(middle)].map((km) => km.toFixed(1));
}
