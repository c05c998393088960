/** Names the elements of writing; loaded when one writes. */
import './sending.js';
import { DraftNote } from './components/draft-note.js';
import { OutboxList } from './components/outbox-list.js';
import { PhotoPicker } from './components/photo-picker.js';
import { PlaceField } from './components/place-field.js';
import { ReceiptNote } from './components/receipt-note.js';
import { TagField } from './components/tag-field.js';
import { TwinPosts } from './components/twin-posts.js';
import { styled } from './core/stylesheet.js';
import { WriteView } from './views/write-view.js';

const elements = {
  'draft-note': DraftNote,
  'twin-posts': TwinPosts,
  'tag-field': TagField,
  'place-field': PlaceField,
  'photo-picker': PhotoPicker,
  'outbox-list': OutboxList,
  'receipt-note': ReceiptNote,
  'write-view': WriteView,
};

await styled('/styles/writing.css');
Object.entries(elements).forEach(([name, element]) => customElements.define(name, element));
