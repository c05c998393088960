/** Signing in on the hosted page of the user pool, by authorization code with PKCE; the token lives in this tab. */
import { Api } from '../core/api.js';
import { forThisTab } from '../core/keep.js';
import { words } from '../core/words.js';

const HERE = `${location.origin}/staff/`;
const plain = new Api(() => null, () => {});
const config = async () => (await plain.get('/config.json')).staff;

/** A token that is not taken any more leads back to the sign-in, and from there to the same post. */
export const desk = new Api(() => forThisTab.get('token'), () => {
  forThisTab.remove('token');
  location.reload();
});

export function signedIn() {
  const expires = claims()?.exp;
  return Boolean(expires) && expires * 1000 > Date.now();
}

/** Departments of the one who signed in, and `minwon` or `admin`. */
export const groups = () => claims()?.['cognito:groups'] ?? [];
export const who = () => claims()?.email ?? claims()?.['cognito:username'] ?? '';

export async function signIn() {
  const { domain, client_id } = await config();
  const [state, verifier] = [random(), random()];
  forThisTab.set('signing-in', { state, verifier, back: location.search });
  location.assign(`${domain}/oauth2/authorize?${new URLSearchParams({
    response_type: 'code', client_id, redirect_uri: HERE, scope: 'openid email', state,
    code_challenge: await challenge(verifier), code_challenge_method: 'S256',
  })}`);
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
  if (!answer.has('code') || answer.get('state') !== state) throw new Error(words.staff.signInFailed);
  forThisTab.set('token', await exchange(answer.get('code'), verifier));
}

async function exchange(code, code_verifier) {
  const { domain, client_id } = await config();
  const grant = { grant_type: 'authorization_code', client_id, redirect_uri: HERE, code, code_verifier };
  const body = new URLSearchParams(grant);
  const response = await fetch(`${domain}/oauth2/token`, { method: 'POST', body }).catch(() => null);
  if (!response?.ok) throw new Error(words.staff.signInFailed);
  return (await response.json()).id_token;
}

export async function signOut() {
  const { domain, client_id } = await config();
  forThisTab.remove('token');
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
