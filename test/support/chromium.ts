import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser of this machine; `null`: there is none in the `PATH`. */
export const browserPath: string | null = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable) ?? null;

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `it`, where there is a browser; else it is skipped, and its name says why. */
export const itInBrowser: (name: string, test: () => Promise<void>) => void = (name, test) => {
  if (browserPath === null) it.skip(`${name} (skipped: no Chromium in the PATH)`, () => undefined);
  else it(name, test);
};

/** Starts the browser without a window, and without anything that it would ask the network for by itself. Root has no sandbox. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(browserPath === null ? {} : { executablePath: browserPath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });

/** Whatever a page asks for, says or runs that it should not, as it goes on; empty when all is well. */
export function troublesOf(page: Page): readonly string[] {
  const troubles: string[] = [];
  page.on('request', (request) => void troubles.push(`request ${request.url()}`));
  page.on('console', (message) => void troubles.push(`console ${message.text()}`));
  page.on('pageerror', (error) => void troubles.push(`error ${error.message}`));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  return troubles;
}
