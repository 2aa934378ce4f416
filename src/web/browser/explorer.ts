/**
 * What every page of the explorer loads: its style, and the elements that work in the reader's browser.
 * @module
 */
import '../styles/fonts.css';
import '../styles/theme.css';
import '../styles/base.css';
import '../styles/chart.css';
import '../styles/desk.css';
import './elements/verdict.ts';
import './desk/desk.ts';
