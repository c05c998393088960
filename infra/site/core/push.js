/** This browser's subscription to pushes, and the room's knowledge of it. */
import { city } from './city.js';
import { forLong } from './keep.js';
import { room } from './member.js';
import { api } from './paths.js';

const PATIENCE_MS = 10_000;
const NAME = 'device';

/** The room's id of this device, so that it is told from the others in the list. */
export const thisDevice = () => forLong.get(NAME);

/** What stands between this browser and pushes: a key of words.push.refused, or null. */
export function hindrance() {
  if (!city().push_key) return 'closed';
  if (onTelephoneOfApple() && !navigator.standalone) return 'homeScreen';
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return 'unsupported';
  return Notification.permission === 'denied' ? 'denied' : null;
}

/** There a page is told only once it stands on the home screen; an iPad calls itself a Mac. */
const onTelephoneOfApple = () =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

export async function subscription() {
  const worker = await navigator.serviceWorker?.getRegistration();
  return (await worker?.pushManager?.getSubscription()) ?? null;
}

/** Asks the reader if need be, so only after a press. Resolves to the device, or throws a key of words.push.refused. */
export async function switchOn() {
  const worker = await Promise.race([navigator.serviceWorker.ready, tooLate()]);
  const answer = await Notification.requestPermission();
  if (answer !== 'granted') throw new Refused(answer);
  return tell(await subscribe(worker.pushManager).catch(() => { throw new Refused('failed'); }));
}

/** Resolves to the device: the same one as before, unless the browser has renewed its subscription. */
export async function tell(subscribed) {
  const before = thisDevice();
  const { endpoint, keys } = subscribed.toJSON();
  const device = await room.post(api.devices, { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
  forLong.set(NAME, device.id);
  if (before && before !== device.id) room.delete(api.device(before)).catch(() => {});
  return device;
}

/** A subscription made for a key that the room no longer has stands in the way of a new one. */
async function subscribe(manager) {
  const options = { userVisibleOnly: true, applicationServerKey: bytes(city().push_key) };
  return manager.subscribe(options).catch(async () => {
    await (await manager.getSubscription())?.unsubscribe();
    return manager.subscribe(options);
  });
}

/** The room first: what it no longer knows it cannot send to. */
export async function switchOff(id) {
  await room.delete(api.device(id));
  if (id === thisDevice()) await endSubscription();
}

/** For a member who is gone, too: what is sent to the device from now on is not for its next reader. */
export async function endSubscription() {
  forLong.remove(NAME);
  await subscription().then((found) => found?.unsubscribe()).catch(() => {});
}

export class Refused extends Error {}

const tooLate = () => new Promise((_, reject) => { setTimeout(() => reject(new Refused('failed')), PATIENCE_MS); });

/** Of base64url. */
const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
