/** Places and boxes on the earth: how they stand in an address, how one is made around a place. Degrees. */

const METRES_OF_DEGREE = 111_320;
const PLACE = /^-?\d{1,2}(\.\d{1,6})?,-?\d{1,3}(\.\d{1,6})?$/;
/** Three digits are some 100 m: an address that is passed on tells no door. */
const COARSE = 3;
const FINE = 5;

export const asText = ({ lat, lon }) => `${lat.toFixed(COARSE)},${lon.toFixed(COARSE)}`;

/** "36.275,127.249" as {lat, lon}; null for what is no place. */
export function placeFrom(text) {
  if (!PLACE.test(text ?? '')) return null;
  const [lat, lon] = text.split(',').map(Number);
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

export function around({ lat, lon }, metres) {
  const high = metres / METRES_OF_DEGREE;
  const wide = high / Math.cos(lat * (Math.PI / 180));
  return { south: lat - high, west: lon - wide, north: lat + high, east: lon + wide };
}

/** As the API takes it. */
export const asBounds = ({ south, west, north, east }) =>
  [south, west, north, east].map((degrees) => degrees.toFixed(FINE)).join(',');

/** What two boxes share; null where they lie apart. */
export function shared(one, other) {
  const box = {
    south: Math.max(one.south, other.south),
    west: Math.max(one.west, other.west),
    north: Math.min(one.north, other.north),
    east: Math.min(one.east, other.east),
  };
  return box.south < box.north && box.west < box.east ? box : null;
}
