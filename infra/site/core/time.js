/** Times as people say them, on the clock of the city. */
import { language } from './words.js';

const ZONE = 'Asia/Seoul';
const MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR, WEEK = 7 * DAY;
const STEPS = [[MINUTE, 'second', MINUTE], [HOUR, 'minute', MINUTE], [DAY, 'hour', HOUR], [WEEK, 'day', DAY]];

const format = (options) => new Intl.DateTimeFormat(language, { timeZone: ZONE, ...options });
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
const short = format({ month: 'numeric', day: 'numeric' });
const long = format({ year: 'numeric', month: 'short', day: 'numeric' });
const exact = format({ dateStyle: 'long', timeStyle: 'short' });
const clock = format({ hour: 'numeric', minute: '2-digit' });
const due = format({ month: 'long', day: 'numeric', weekday: 'short', hour: 'numeric', minute: '2-digit' });

const shown = (formatter) => (iso) => formatter.format(new Date(iso));

export const shortDay = shown(short);
export const longDay = shown(long);
export const timeOfDay = shown(clock);
export const moment = shown(exact);
export const dueMoment = shown(due);

/** Of "2026-11": "11월"; the first of a year with the year. */
export function monthName(month) {
  const [year, number] = month.split('-').map(Number);
  const options = { month: 'short', timeZone: 'UTC', ...(number === 1 && { year: '2-digit' }) };
  return new Intl.DateTimeFormat(language, options).format(Date.UTC(year, number - 1));
}

/** "지금", "3시간 전"; from a week on, the day itself. */
export function ago(iso, now = Date.now()) {
  const seconds = Math.max(0, (now - new Date(iso)) / 1000);
  const step = STEPS.find(([under]) => seconds < under);
  return step ? relative.format(-Math.floor(seconds / step[2]), step[1]) : longDay(iso);
}

/** Whole days of the calendar from now until `iso`; negative when past. */
export function daysLeft(iso, now = Date.now()) {
  const calendarDay = (time) => Math.floor((new Date(time).getTime() / 1000 + 9 * HOUR) / DAY);
  return calendarDay(iso) - calendarDay(now);
}
