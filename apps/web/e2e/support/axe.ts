import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

type Looking = {
  /** These of axe's rules; all of them if not given. */
  rules?: string[];
};

/**
 * What axe finds on the page as it is, with what broke each rule, so that a failure can be mended from its message. Frames are left
 * out: the only one shows a mail, whose markup is not this console's, and which runs no script that could look at it. So axe looks
 * at the page from within (its "legacy mode"), and opens no second one to add up what frames say.
 */
export async function violationsOf(page: Page, { rules }: Looking = {}): Promise<string[]> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    .exclude("iframe")
    .options({ resultTypes: ["violations"] });
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.map(({ id, nodes }) => `${page.url()}: ${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}
