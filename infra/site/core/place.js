/** Where the writer stands. Every way in which a browser can refuse has its own name. */

const REASONS = { 1: 'denied', 2: 'unavailable', 3: 'timeout' };
const PATIENCE = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 };

/** `{lat, lon, accuracy}` in degrees and metres; or an Error whose message is a key of words.place.refused. */
export async function whereAmI(bounds) {
  if (!window.isSecureContext) throw new Error('insecure');
  if (!navigator.geolocation) throw new Error('unsupported');
  const { coords } = await asked();
  if (!within(bounds, coords)) throw new Error('outside');
  return { lat: rounded(coords.latitude), lon: rounded(coords.longitude), accuracy: Math.round(coords.accuracy) };
}

const asked = () => new Promise((resolve, reject) => {
  const refuse = ({ code }) => reject(new Error(REASONS[code] ?? 'unavailable'));
  navigator.geolocation.getCurrentPosition(resolve, refuse, PATIENCE);
});

export const within = ({ south, west, north, east }, { latitude, longitude }) =>
  south <= latitude && latitude <= north && west <= longitude && longitude <= east;

/** Six digits are a decimetre. */
export const rounded = (degrees) => Math.round(degrees * 1e6) / 1e6;
