import { EVERY_KIND_WORLD, everyKindWorld } from "@rolecall/aws-emulator";
import { expect, it } from "vitest";
import { connectCustomer, emulateAws } from "../emulated-customer-fixture.ts";
import { expectEqualToAws } from "./aws-comparison-fixture.ts";

it("the first scan finds every kind of thing that there is, with all that AWS tells of it", async () => {
  const aws = await emulateAws(everyKindWorld());
  const customer = await connectCustomer({ aws, awsAccountId: EVERY_KIND_WORLD.awsAccountId });
  expect((await customer.scan()).status).toBe("complete");
  await expectEqualToAws(customer);
});
