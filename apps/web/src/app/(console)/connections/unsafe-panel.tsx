import { Alert, Stack, Text } from "@mantine/core";
import type { Connection } from "@rolecall/domain";
import { CopyableCode } from "@rolecall/ui";
import { IconShieldX } from "@tabler/icons-react";
import { safeTrustPolicy } from "./trust-policy.ts";
import { VerifyButton } from "./verify-button.tsx";

/** What an unsafe role means, and the trust policy that mends it. */
export function UnsafePanel({ connection }: { connection: Connection }) {
  return (
    <Alert color="red" title="This role is unsafe" icon={<IconShieldX aria-hidden />} role="alert">
      <Stack gap="sm" align="stretch">
        <Text size="sm">
          The role does not insist on this connection's External ID. Rolecall has stopped using it, and reads nothing
          from the account until this is mended.
        </Text>
        {connection.statusReason && <Text size="sm">{connection.statusReason}</Text>}
        <Text size="sm" fw={600}>
          Set the role's trust policy to this. The condition on sts:ExternalId is what is missing or too wide:
        </Text>
        <CopyableCode block label="safe trust policy" value={safeTrustPolicy(connection)} />
        <Text size="sm">
          If the role has further statements that allow sts:AssumeRole to this principal, remove them: any one of them
          without the condition leaves the door open. Then verify again.
        </Text>
        <div>
          <VerifyButton connectionId={connection.id} label="Verify again" />
        </div>
      </Stack>
    </Alert>
  );
}
