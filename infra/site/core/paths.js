/** Every address that is made of an id. Nothing else of what people typed becomes an address. */
import { withQuery } from './api.js';

const part = encodeURIComponent;

export const postPage = (id, code) => withQuery(`/posts/${part(id)}`, { code });
export const photoFile = (id, width) => `/media/${part(id)}/${width}.webp`;
/** What one passes on: a page that tells other sites what the post is about, and leads to it. */
export const shareLink = (id) => `${location.origin}/s/${part(id)}`;
export const staffPostPage = (id) => withQuery('/staff/', { post: id });

export const api = {
  posts: '/v1/posts',
  feed: '/v1/posts.atom',
  layer: '/v1/posts.geojson',
  table: '/v1/requests.csv',
  list: '/v1/requests.json',
  post: (id) => `/v1/posts/${part(id)}`,
  comments: (id) => `/v1/posts/${part(id)}/comments`,
  support: (id) => `/v1/posts/${part(id)}/support`,
  follow: (id) => `/v1/posts/${part(id)}/follow`,
  seen: (id) => `/v1/posts/${part(id)}/seen`,
  withdrawal: (id) => `/v1/posts/${part(id)}/withdrawal`,
  verdict: (id) => `/v1/posts/${part(id)}/verdict`,
  appeal: (id) => `/v1/posts/${part(id)}/appeal`,
  reports: (id) => `/v1/posts/${part(id)}/reports`,
  search: (q, cursor) => withQuery('/v1/search', { q, cursor }),
  follows: (cursor) => withQuery('/v1/members/me/follows', { cursor }),
  watches: '/v1/members/me/watches',
  watch: (id) => `/v1/members/me/watches/${part(id)}`,
  devices: '/v1/members/me/devices',
  device: (id) => `/v1/members/me/devices/${part(id)}`,
  similar: '/v1/similar',
  similarTo: (id) => `/v1/posts/${part(id)}/similar`,
  stats: (months) => withQuery('/v1/stats', { months }),
  openapi: '/v1/openapi.json',
  photos: '/v1/photos',
  photo: (id) => `/v1/photos/${part(id)}`,
  me: '/v1/members/me',
  recovery: '/v1/members/recovery',
  recoveryConfirmation: '/v1/members/recovery/confirmation',
  unsubscribe: (token) => withQuery('/v1/unsubscribe', { token }),
  desk: '/v1/admin/posts',
  deskPost: (id) => `/v1/admin/posts/${part(id)}`,
  deskTwins: (id) => `/v1/admin/posts/${part(id)}/similar`,
  deskComments: (id) => `/v1/admin/posts/${part(id)}/comments`,
};
