/** The drawings of counterexamples: what is known of an operation is shown while it has the pointer or
 * the focus, and stays until another one has. */
import { all } from './element.ts';

export function listenToScenes(): void {
  for (const scene of all('[data-scene]', HTMLElement)) {
    const bars = all('.bar', HTMLButtonElement, scene);
    const show = (shown: HTMLButtonElement): void => {
      for (const bar of bars) {
        const tip = document.getElementById(bar.getAttribute('aria-controls') ?? '');
        if (tip !== null) tip.hidden = bar !== shown;
        bar.setAttribute('aria-expanded', String(bar === shown));
      }
    };
    for (const bar of bars) {
      bar.addEventListener('focus', () => show(bar));
      bar.addEventListener('pointerenter', () => show(bar));
    }
    const last = bars.findLast(bar => bar.matches('.blocked')) ?? bars.at(-1);
    if (last !== undefined) show(last);
    if (last?.matches('.blocked')) showEnd(scene);
  }
}

/** Scrolls to what cannot be placed, at the right, which a narrow window would hide. */
function showEnd(scene: HTMLElement): void {
  const scroll = scene.querySelector('.scroll');
  scroll?.scrollTo({ left: scroll.scrollWidth, behavior: 'instant' });
}
