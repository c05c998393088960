/** Says a sentence to those who cannot see what changed. */
export function announce(sentence) {
  document.getElementById('news').textContent = sentence;
}
