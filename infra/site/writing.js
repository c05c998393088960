/** Names the elements of writing; loaded when one writes. */
import { PhotoPicker } from './components/photo-picker.js';
import { PlaceField } from './components/place-field.js';
import { ReceiptNote } from './components/receipt-note.js';
import { TagField } from './components/tag-field.js';
import { WriteView } from './views/write-view.js';

const elements = {
  'tag-field': TagField,
  'place-field': PlaceField,
  'photo-picker': PhotoPicker,
  'receipt-note': ReceiptNote,
  'write-view': WriteView,
};

Object.entries(elements).forEach(([name, element]) => customElements.define(name, element));
