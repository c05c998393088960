/** Signing in on the hosted page of the user pool, by authorization code with PKCE; the token lives in this tab. */
import { Api, ApiError } from '../core/api.js';
import { forThisTab } from '../core/keep.js';
import { language } from '../core/words.js';
import { staff } from './words.js';

const HERE = `${location.origin}/staff/`;
const plain = new Api(() => null, () => {});
const config = async () => (await plain.get('/config.json')).staff;

/** Only in memory: it lives for a day. After a reload the hosted page is asked, which remembers who signed in. */
let refreshToken = null;

/** A token that is not taken any more ends the session; what is typed stays where it is, see session-end.js. */
export const desk = new Api(() => forThisTab.get('token'), () => {
  forThisTab.remove('token');
  document.dispatchEvent(new Event('session-ended'));
});

/** Milliseconds; 0 for one who is not signed in. */
export const expiresAt = () => (claims()?.exp ?? 0) * 1000;
export const signedIn = () => expiresAt() > Date.now();
export const who = () => claims()?.email ?? claims()?.['cognito:username'] ?? '';

/** The bytes of a file of the API; a long one comes in parts, each of which names the next. */
export async function deskFile(path) {
  const parts = [];
  for (let next = path; next;) {
    const response = await part(next);
    parts.push(await response.blob());
    next = response.headers.get('Link')?.match(/^<(\/v1\/[^>]+)>; rel="?next"?/)?.[1];
  }
  return new Blob(parts, { type: parts[0].type });
}

async function part(path) {
  const headers = { Authorization: `Bearer ${forThisTab.get('token')}`, 'Accept-Language': language };
  const response = await fetch(path, { headers }).catch(() => { throw new ApiError(0); });
  if (!response.ok) throw new ApiError(response.status, await response.json().catch(() => ({})));
  return response;
}

export async function signIn() {
  const { domain, client_id } = await config();
  const [state, verifier] = [random(), random()];
  forThisTab.set('signing-in', { state, verifier, back: location.search });
  location.assign(`${domain}/oauth2/authorize?${new URLSearchParams({
    response_type: 'code', client_id, redirect_uri: HERE, scope: 'openid email profile', state,
    code_challenge: await challenge(verifier), code_challenge_method: 'S256',
  })}`);
}

/** Goes on without leaving the page, if that can be; else by way of the hosted page. */
export async function renew() {
  const renewed = refreshToken && await granted({ grant_type: 'refresh_token', refresh_token: refreshToken }).catch(() => null);
  if (renewed) return;
  forThisTab.remove('token');
  await signIn();
}

let refused = null;

/** Why the last attempt failed, or null. */
export const refusal = () => refused;

/** Completes the way back from the hosted page, when that is where one comes from. */
export async function completeSignIn() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has('code') && !answer.has('error')) return;
  await redeem(answer).catch(({ message }) => { refused = message; });
}

async function redeem(answer) {
  const { state, verifier, back = '' } = forThisTab.get('signing-in') ?? {};
  forThisTab.remove('signing-in');
  history.replaceState(null, '', `/staff/${back}`);
  if (!answer.has('code') || answer.get('state') !== state) throw new Error(staff.signInFailed);
  const code = answer.get('code');
  await granted({ grant_type: 'authorization_code', redirect_uri: HERE, code, code_verifier: verifier });
}

async function granted(grant) {
  const { domain, client_id } = await config();
  const body = new URLSearchParams({ client_id, ...grant });
  const response = await fetch(`${domain}/oauth2/token`, { method: 'POST', body }).catch(() => null);
  if (!response?.ok) throw new Error(staff.signInFailed);
  const tokens = await response.json();
  refreshToken = tokens.refresh_token ?? refreshToken;
  forThisTab.set('token', tokens.id_token);
  return tokens;
}

/** Whoever sits down next finds neither the token nor what was typed. */
export async function signOut() {
  const { domain, client_id } = await config();
  try { sessionStorage.clear(); } catch { /* then nothing was kept */ }
  location.assign(`${domain}/logout?${new URLSearchParams({ client_id, logout_uri: HERE })}`);
}

const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const challenge = async (verifier) =>
  base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));

/** What the token says; the API checks its signature, this page only shows it. */
function claims() {
  const [, body] = (forThisTab.get('token') ?? '').split('.');
  try {
    const letters = atob(body.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch { return null; }
}
