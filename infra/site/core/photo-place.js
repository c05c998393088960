/** The place that a photo holds, read here in the browser; whether it is used, its owner says. */
import { rounded, within } from './place.js';
import { talks } from './shrink.js';

/** `{lat, lon}` inside the bounds, or null. The reader is only loaded for photos that tell something. */
export async function placeIn(file, bounds) {
  const tags = await tagsOf(file).catch(() => null);
  const { Latitude: latitude, Longitude: longitude } = tags?.gps ?? {};
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return null;
  return within(bounds, { latitude, longitude }) ? { lat: rounded(latitude), lon: rounded(longitude) } : null;
}

async function tagsOf(file) {
  if (!(await talks(file))) return null;
  await import('/lib/exif-reader.js');
  return globalThis.ExifReader.load(await file.arrayBuffer(), { expanded: true });
}
