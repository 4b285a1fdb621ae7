#!/usr/bin/env node
// Runs axe-core on pages, light and dark, 320 and 1280 pixels wide; exit 1 where anything is violated, and says what.
//
// Usage: AXE_MODULES=FOLDER axe.mjs FILE-OR-URL…
//   FOLDER holds « node_modules » with axe-core and playwright-core; CHROMIUM names the browser (default /usr/bin/chromium).
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const modules = resolve(process.env.AXE_MODULES ?? '.');
const require = createRequire(resolve(modules, 'package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const targets = process.argv.slice(2);
if (targets.length === 0) {
  console.error('axe.mjs: name a file or an address at least');
  process.exit(2);
}
const address = (target) => {
  if (/^https?:/.test(target)) return target;
  if (!existsSync(target)) throw new Error(`${target}: no such file`);
  return pathToFileURL(resolve(target)).href;
};
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
let violated = 0;
let checked = 0;
for (const target of targets) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [320, 1280]) {
      // the pages forbid every script: only this one, from outside, is let in
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(address(target), { waitUntil: 'load', timeout: 120_000 });
      await page.evaluate(axe);
      const found = await page.evaluate((only) => globalThis.axe.run({ runOnly: { type: 'tag', values: only } }), tags);
      // nothing may be wider than the screen but what scrolls by itself
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) found.violations.push({ id: 'scrolls-sideways', help: `the page is ${wide} px too wide`, nodes: [] });
      checked += found.passes.length;
      for (const fault of found.violations) {
        violated += 1;
        console.log(`${target} [${colorScheme}, ${width}] ${fault.id}: ${fault.help}`);
        for (const node of fault.nodes.slice(0, 5)) console.log(`    ${node.target.join(' ')}  ${node.html.slice(0, 160)}`);
        if (fault.nodes.length > 5) console.log(`    and ${fault.nodes.length - 5} more`);
      }
      await context.close();
    }
  }
}
await browser.close();
console.log(`axe: ${targets.length} pages, ${checked} rules passed, ${violated} violated`);
process.exit(violated > 0 || checked === 0 ? 1 : 0);
