import { test as base, expect } from "@playwright/test";

/** Parts of a page that were sent, and are not shown in their places yet. For a moment they stand beside what the browser draws itself. */
const ON_THE_WAY = 'div[hidden][id^="S:"]';

/** A test whose pages are whole when they have been gone to: nothing stands in them twice. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const goTo = page.goto.bind(page);
    page.goto = async (url, options) => {
      const response = await goTo(url, options);
      await expect(page.locator(ON_THE_WAY)).toHaveCount(0);
      return response;
    };
    await use(page);
  },
});
