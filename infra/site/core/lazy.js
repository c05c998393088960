/** Names an element whose module is loaded when it is first needed. */
export async function named(name, load) {
  const element = await load();
  if (!customElements.get(name)) customElements.define(name, element);
}
