// Builds what browsers load into dist/web: script, style and fonts of the explorer, named by their content, and the verifier as
// one HTML file. The same sources give the same bytes; dist/web/SHA256SUMS says which.
// usage: node scripts/web.mjs [FOLDER]     (dist/web if absent)
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = resolve(process.argv[2] ?? `${root}dist/web`);

const common = {
  root: `${root}src/web/browser`,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
};
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
/** What stands in the sources for what only a build knows. */
const define = { LEDGERLINE_VERSION: JSON.stringify(version), HASH_WORKER_ADDRESS: 'undefined' };
const target = 'es2022';

rmSync(`${out}/assets`, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
// Archived pages take the style as it is.
cpSync(`${root}src/web/styles`, `${out}/styles`, { recursive: true });
for (const name of ['Pretendard-Regular.subset.woff2', 'Pretendard-Bold.subset.woff2'])
  cpSync(`${root}node_modules/pretendard/dist/web/static/woff2-subset/${name}`, `${out}/styles/${name}`);

const files = {
  ...common,
  base: '/',
  build: { target, outDir: out, emptyOutDir: false, assetsInlineLimit: 0, modulePreload: false },
};
const [{ fileName: hashWorker }] = await buildFiles('hash-worker', 'hash/hash-worker.ts', define);
await buildFiles('explorer', 'explorer.ts', { ...define, HASH_WORKER_ADDRESS: JSON.stringify(`/${hashWorker}`) });

/** A script of the explorer and what it brings along, named by their content. */
async function buildFiles(name, entry, constants) {
  const rolldownOptions = { input: { [name]: `${common.root}/${entry}` } };
  return (await build({ ...files, define: constants, build: { ...files.build, rolldownOptions } })).output;
}

/** Codes that no verdict gives: only their names count in a verifier, which keeps it small. */
const NEVER_SHOWN = /core\/catalogue\/(?:copies|outside|pages|reports|service|witness)\.ts$/;

/** Leaves out of a page sentences that it never says. */
const leaveOut = {
  name: 'leave-out',
  enforce: 'pre',
  transform: (code, id) =>
    NEVER_SHOWN.test(id) ? code.replace(/\b(en|ko):\s*'(?:\\.|[^'\\])*'/g, "$1: ''") : undefined,
};

/** The only chunk of a build that is to stand inside a page, and its style. */
const { output } = await build({
  ...common,
  define,
  plugins: [leaveOut],
  build: {
    target,
    write: false,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: { input: `${common.root}/verifier/main.ts`, output: { codeSplitting: false } },
  },
});
const script = output.find(({ type }) => type === 'chunk').code;
const style = output.find(({ fileName }) => fileName.endsWith('.css')).source;
const page = verifierPage(script.trim(), String(style).trim());
writeFileSync(`${out}/verifier.html`, page);
writeFileSync(`${out}/SHA256SUMS`, `${createHash('sha256').update(page).digest('hex')}  verifier.html\n`);

/** One page: nothing is loaded, nothing is sent, and only this script and this style run. */
function verifierPage(code, css) {
  const source = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const inline = code.replaceAll('</script', '<\\/script');
  const policy = [
    "default-src 'none'",
    `script-src ${source(inline)}`,
    `style-src ${source(css)}`,
    'img-src data:',
    "connect-src 'none'",
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types ledgerline-worker',
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Ledgerline verifier</title>
<style>${css}</style>
<script type="module">${inline}</script>
</head>
<body>
<noscript>This page checks proofs in your browser and needs JavaScript. 이 페이지는 브라우저에서 증명을 확인하므로 JavaScript가 필요합니다.</noscript>
</body>
</html>
`;
}
