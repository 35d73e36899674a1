/** The script of report.html and timeline.html: reads the run that the page holds, and draws it. */
import { listenToScenes } from './counterexample.ts';
import { all, found } from './element.ts';
import { Filter } from './filter.ts';
import { listen } from './gestures.ts';
import { fillList } from './operation-list.ts';
import { plotOf, type Scene } from './plots.ts';
import { decodeRun, type Run } from './run.ts';
import { timeText } from './scale.ts';
import { TimeWindow } from './time-window.ts';
import { timelineOf } from './timeline.ts';

/** The table of operations follows the window when it rests. */
const REST_MS = 150;

listenToScenes();
listenToCopies();
const text = (id: string): string => found(`#${id}`, HTMLScriptElement).textContent ?? '';
draw(await decodeRun(text('run-meta'), text('run-operations')));
document.documentElement.dataset.ready = 'true';

function draw(run: Run): void {
  const window = new TimeWindow(run.meta.end);
  const filter = new Filter(run, found('form[data-filter]', HTMLFormElement), () => changed());
  const scene: Scene = { run, window, mask: () => filter.mask };
  const timeline = timelineOf(scene);
  const plots = all('canvas[data-plot]', HTMLCanvasElement).flatMap(canvas => {
    const plot = plotOf(canvas, scene);
    if (plot !== undefined) listen(canvas, window, () => canvas.focus());
    return plot ?? [];
  });
  let rest = 0;
  const changed = (): void => {
    for (const plot of [timeline.canvas, ...plots]) plot.redraw();
    clearTimeout(rest);
    rest = setTimeout(list, REST_MS);
  };
  const list = (): void =>
    fillList(run, window, { mask: filter.mask, choose: at => timeline.choice.choose(at) });
  window.onChange(changed);
  window.onChange(() => sayWhatIsShown(window));
  sayWhatIsShown(window);
  listenToButtons(window);
  list();
}

function listenToButtons(window: TimeWindow): void {
  const actions: Readonly<Record<string, () => void>> = {
    nearer: () => window.zoom(0.5),
    farther: () => window.zoom(2),
    left: () => window.move(-0.5),
    right: () => window.move(0.5),
    all: () => window.showAll(),
  };
  for (const button of all('[data-window]', HTMLButtonElement)) {
    const act = actions[button.dataset.window ?? ''];
    if (act !== undefined) button.addEventListener('click', act);
  }
}

function sayWhatIsShown({ from, until, end, length }: TimeWindow): void {
  for (const output of all('[data-shown]', HTMLOutputElement))
    output.textContent = `${timeText(from, length / 100)} to ${timeText(until, length / 100)} of ${timeText(end, end / 100)}`;
}

/** Where there is a clipboard, commands can be copied. */
function listenToCopies(): void {
  for (const button of all('[data-copy]', HTMLButtonElement)) {
    const command = button.parentElement?.querySelector('code')?.textContent ?? '';
    button.hidden = !('clipboard' in navigator);
    button.addEventListener('click', () => {
      navigator.clipboard.writeText(command).then(
        () => {
          button.textContent = 'Copied';
        },
        () => {
          button.textContent = 'Not allowed here';
        },
      );
    });
  }
}
