/**
 * The alarm at the top of any page: the log shows less, or other, than this browser saw before.
 * @module
 */
import { pageLanguage } from '../elements/element.ts';
import { el, icon } from '../view/dom.ts';
import { VERDICT_SIGNS } from '../view/signs.ts';
import { lookAtLog } from './log-watch.ts';

/** Looks at the log, and raises the alarm where it must. */
export async function watchLog(): Promise<void> {
  const { verdict, sentence } = await lookAtLog();
  if (verdict !== 'FAILED') return;
  const words = el('p', { class: 'summary' }, sentence[pageLanguage()]);
  const banner = el('div', { class: 'banner alarm', role: 'alert', 'data-alarm': '', 'data-verdict': 'FAILED' });
  banner.append(icon(VERDICT_SIGNS.FAILED, 'icon large tone'), words);
  document.querySelector('main')?.prepend(banner);
}
