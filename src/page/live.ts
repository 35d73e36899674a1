/** The page of a run in progress: its status line, and the whole page once it has ended. */

const line = document.querySelector('#live');

document.documentElement.dataset.ready = 'true';
if (line instanceof HTMLElement) {
  const source = new EventSource('live');
  source.addEventListener('message', event => {
    line.textContent = String(event.data);
  });
  source.addEventListener('ended', () => {
    source.close();
    location.reload();
  });
}
