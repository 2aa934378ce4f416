/**
 * What every page of the explorer loads: its style, and the elements that work in the reader's browser.
 * @module
 */
import '../styles/fonts.css';
import '../styles/theme.css';
import '../styles/base.css';
import '../styles/files.css';
import '../styles/verdict.css';
import '../styles/elements.css';
import '../styles/log.css';
import '../styles/chart.css';
import '../styles/credit.css';
import '../styles/desk.css';
import '../styles/narrow.css';
import '../styles/reports.css';
import './elements/checkpoint.ts';
import './elements/digest.ts';
import './elements/drop.ts';
import './elements/verdict.ts';
import './desk/desk.ts';
import { watchLog } from './trust/alarm.ts';

void watchLog();
