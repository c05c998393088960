/** A stylesheet that only some pages need. Resolves when it is there, or cannot be had. */
export function styled(path) {
  if (document.querySelector(`link[href="${path}"]`)) return Promise.resolve();
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: path });
  document.head.append(link);
  return new Promise((resolve) => { link.onload = link.onerror = resolve; });
}
