/** Who is at the desk, what they may do, and what the profile lets them choose from; read once. */
import { city, departmentName, departmentOf } from '../core/city.js';
import { desk } from './session.js';

const TEAM = 'minwon';
const SEES_ALL = [TEAM, 'admin'];

let self = null;
let choice = null;

export const me = () => self;
export const choices = () => choice;
export const may = (right) => Boolean(self?.rights.includes(right));
export const seesAll = () => Boolean(self?.groups.some((group) => SEES_ALL.includes(group)));

/** A department only gives back what is not its own; who gets it the complaint team says, or at last the arbiter. */
export const mayRoute = (post) => seesAll() || (post?.department === choice.arbiter && self.departments.includes(choice.arbiter));

/** Who gets it, whoever it is sent to: what passed between offices too often. Null if the one who sends it says. */
export const decidesInstead = ({ transfers, department }) =>
  (transfers >= choice.transfers_most && department !== choice.arbiter ? departmentName(choice.arbiter) : null);

/** Rejects with `no_group` for an account that belongs nowhere. */
export async function clerkKnown() {
  if (self && choice) return;
  [self, choice] = await Promise.all([desk.get('/v1/admin/me'), desk.get('/v1/admin/choices')]);
}

/** In whose name one speaks on this post. */
const officeFor = (post) => (self.departments.includes(post.department) ? post.department : TEAM);

/** A template is read by citizens, so all that fills it is in the city's own language. */
const korean = new Intl.DateTimeFormat('ko', {
  timeZone: 'Asia/Seoul', year: 'numeric', month: 'long', day: 'numeric', weekday: 'short',
});

/** The text of a template with its places filled; a place that is none stays as it is written. */
export function filled(text, post) {
  const office = departmentOf(officeFor(post));
  const places = {
    room: city().room.ko,
    department: office?.name.ko,
    phone: office?.phone,
    receipt_number: post.receipt_number,
    due: post.due_at && korean.format(new Date(post.due_at)),
    nickname: post.author?.nickname,
  };
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? places[name] ?? '' : whole));
}
