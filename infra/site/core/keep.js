/** What this browser remembers. A browser that refuses storage forgets; nothing else breaks. */

const attempt = (action) => {
  try { return action(); } catch { return null; }
};

const keepIn = (storage) => ({
  get: (name) => attempt(() => JSON.parse(storage().getItem(`room.${name}`))),
  set: (name, value) => attempt(() => storage().setItem(`room.${name}`, JSON.stringify(value))),
  remove: (name) => attempt(() => storage().removeItem(`room.${name}`)),
});

export const forLong = keepIn(() => localStorage);
export const forThisTab = keepIn(() => sessionStorage);
