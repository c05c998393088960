/** An OpenAPI document as a page wants it: operations by tag, schemas as rows of fields, examples, a command. */

const DEEP = 3;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** What a `$ref` leads to. */
export function found(api, node) {
  if (!node?.$ref) return node;
  return found(api, node.$ref.slice(2).split('/').reduce((at, key) => at[key], api));
}

/** `[[name of a tag, [{id, method, path, …}]]]` in the order of the document. */
export function byTag(api) {
  const operations = Object.entries(api.paths).flatMap(([path, item]) => METHODS.filter((method) => item[method])
    .map((method) => ({ ...item[method], id: item[method].operationId, method: method.toUpperCase(), path })));
  return api.tags.map(({ name, description }) => [description, operations.filter(({ tags }) => tags.includes(name))]).filter(([, all]) => all.length);
}

/** `{name, type, needed}` of each field, those of objects within by their path. */
export function fields(api, schema, within = '', depth = 0) {
  const { properties = {}, required = [] } = found(api, schema) ?? {};
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = `${within}${name}`;
    const inner = innermost(api, field);
    const below = depth < DEEP && inner.properties ? fields(api, inner, `${path}${isList(api, field) ? '[]' : ''}.`, depth + 1) : [];
    return [{ name: path, type: typeOf(api, field), needed: required.includes(name), about: field.description }, ...below];
  });
}

const several = (api, field) => (field.anyOf ?? [field]).map((one) => found(api, one));
const isList = (api, field) => several(api, field)[0].type === 'array';
function innermost(api, field) {
  const first = several(api, field)[0];
  return first.items ? innermost(api, first.items) : first;
}

/** A type in a few words: `string ≤ 5000`, `integer 1–50`, `a | b | c`. */
export function typeOf(api, field) {
  return several(api, field).map((one) => {
    if (one.enum) return one.enum.join(' | ');
    if (one.items) return `[${typeOf(api, one.items)}]`;
    return [one.type ?? 'any', one.format ?? one.pattern, range(one)].filter(Boolean).join(' ');
  }).join(' | ');
}

function range(one) {
  const least = one.minLength ?? one.minItems ?? one.minimum;
  const most = one.maxLength ?? one.maxItems ?? one.maximum;
  if (least != null && most != null) return `${least}–${most}`;
  if (most != null) return `≤ ${most}`;
  return least == null ? '' : `≥ ${least}`;
}

/** The first example of a `{'application/json': {…}}`; undefined if there is none. */
export function example(api, content) {
  const [media] = Object.values(content ?? {});
  return media?.example ?? found(api, Object.values(media?.examples ?? {})[0])?.value;
}

/** The request as a command. */
export function command(api, { method, path, security = [], requestBody }) {
  const body = example(api, requestBody?.content);
  return [
    `curl -X ${method} "${api.servers[0].url}${path}"`,
    security.length && Object.keys(security[0]).length ? '-H "Authorization: Bearer $TOKEN"' : '',
    body === undefined ? '' : `-H "Content-Type: application/json" \\\n  -d '${JSON.stringify(body)}'`,
  ].filter(Boolean).join(' \\\n  ');
}
