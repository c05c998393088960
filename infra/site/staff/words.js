/** The words of the desk, apart from the room's: no citizen loads them. */
import { language } from '../core/words.js';

export const { staff } = await import(`./words/${language}.js`);
