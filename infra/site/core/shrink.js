/** Makes a photo fit for a slow line: upright, no longer than LONGEST, without what it tells beside the picture. */

const LONGEST = 2560; // pixels
const QUALITY = 0.85;
const TALKS = /Exif|eXIf|EXIF|ns\.adobe\.com/;

/** One after the other: a decoded photo takes fifty megabytes, which an old phone has once. */
let line = Promise.resolve();

/** The file as it may leave the browser; one that cannot be decoded here stays as it is. Rejects if it cannot be read. */
export function shrunk(file) {
  const result = line.then(() => attempt(file));
  line = result.catch(() => {});
  return result;
}

async function attempt(file) {
  const picture = await decoded(file);
  if (!picture) return readable(file);
  try {
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const small = scale < 1 || await talks(file) ? await drawn(picture, scale, file.name) : null;
    return small ?? file;
  } finally {
    picture.close();
  }
}

const readable = (file) => file.slice(0, 1).arrayBuffer().then(() => file);

export const decoded = (file) => createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);

/** True if there may be a place or a camera in it. */
export async function talks(file) {
  return TALKS.test(new TextDecoder('latin1').decode(await file.arrayBuffer()));
}

function drawn(picture, scale, name) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext('2d', { alpha: false });
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return asPhoto(canvas, name);
}

/** A JPEG file of what is on the canvas; null if the browser cannot. */
export async function asPhoto(canvas, name) {
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', QUALITY); });
  return blob && new File([blob], name.replace(/(\.\w+)?$/, '.jpg'), { type: 'image/jpeg' });
}
