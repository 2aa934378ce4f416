/**
 * Styles are imported for their effect; the build takes them out of the script.
 * @module
 */
declare module '*.css';
