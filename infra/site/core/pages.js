/** A page of the API may be short, even empty, while more follows: goes on until there is enough to show. */

const MOST_REQUESTS = 5;

/** `read(cursor)` gives `{posts, cursor}`; so does this. `counts` says which posts are shown at all. */
export async function readPages(read, cursor, enough, counts = () => true) {
  const posts = [];
  for (let request = 0; request < MOST_REQUESTS && posts.length < enough; request += 1) {
    const page = await read(cursor);
    posts.push(...page.posts.filter(counts));
    cursor = page.cursor;
    if (!cursor) break;
  }
  return { posts, cursor };
}
