import { Alert, Text } from "@mantine/core";
import type { Connection } from "@rolecall/domain";
import { LinkText } from "@rolecall/ui";
import { ChooseAccounts } from "../organization/choose-accounts.tsx";
import { wizardHref } from "../wizard-steps.ts";

/** The tree from which the accounts are chosen, once the organisation may be read. */
export function ChooseStep({ connection }: { connection: Connection }) {
  if (connection.status !== "active") return <NotProven connection={connection} />;
  return (
    <ChooseAccounts
      connectionId={connection.id}
      nextHref={wizardHref(connection.id, "members")}
      submitLabel="Save and verify"
    />
  );
}

/** The organisation cannot be asked before its own role is proven. */
export function NotProven({ connection }: { connection: Connection }) {
  return (
    <Alert color="blue" title="The role that reads the organisation is not proven yet">
      <Text size="sm">
        Accounts can be chosen once its checks have passed.{" "}
        <LinkText inherit underline="always" href={wizardHref(connection.id, "verify")}>
          See the checks
        </LinkText>
      </Text>
    </Alert>
  );
}
