import { Alert, Group, Stack, Text, Title } from "@mantine/core";
import type { Connection, ConnectionStatus } from "@rolecall/domain";
import { LinkButton } from "@rolecall/ui";
import type { ReactNode } from "react";
import { LiveRefresh } from "../../../../rooms/block/live-refresh.tsx";
import { CheckList } from "../check-list.tsx";
import { UnsafePanel } from "../unsafe-panel.tsx";
import { VerifyButton } from "../verify-button.tsx";
import { wizardHref } from "../wizard-steps.ts";
import { FirstScan } from "./first-scan.tsx";

type Props = { connection: Connection };

const OUTCOME: Record<ConnectionStatus, (props: Props) => ReactNode> = {
  pending: NotStarted,
  verifying: Running,
  active: Passed,
  unsafe: Unsafe,
  failed: Failed,
  disconnected: Disconnected,
};

/** The checks as they run, then what they mean and what comes next. */
export function VerifyStep({ connection }: Props) {
  const Outcome = OUTCOME[connection.status];
  return (
    <Stack gap="lg">
      <Outcome connection={connection} />
      {connection.checks.length > 0 && (
        <section aria-labelledby="checks">
          <Title order={2} size="h5" id="checks" mb={4}>
            Checks
          </Title>
          <CheckList checks={connection.checks} />
        </section>
      )}
    </Stack>
  );
}

function NotStarted({ connection }: Props) {
  if (!connection.roleArn) {
    return (
      <Alert color="blue" title="The role's ARN is missing">
        <Stack gap="sm" align="flex-start">
          <Text size="sm">The checks can start as soon as Rolecall knows which role to assume.</Text>
          <LinkButton href={wizardHref(connection.id, "role")}>Tell the role's ARN</LinkButton>
        </Stack>
      </Alert>
    );
  }
  return <VerifyButton connectionId={connection.id} label="Start the checks" />;
}

function Running({ connection }: Props) {
  return (
    <>
      <LiveRefresh />
      <Text size="sm" c="dimmed">
        Rolecall is trying <code>{connection.roleArn}</code>. AWS can take a minute to make a new role known everywhere;
        Rolecall waits for that by itself. You may leave this page.
      </Text>
    </>
  );
}

function Passed({ connection }: Props) {
  return (
    <>
      <Alert color="green" title="The connection is active" role="status">
        The role opens with its External ID only, and lets Rolecall read what it needs. It is checked again every day.
      </Alert>
      {connection.kind === "organization" ? (
        <div>
          <LinkButton href={wizardHref(connection.id, "choose")}>Choose accounts</LinkButton>
        </div>
      ) : (
        connection.awsAccountId && <FirstScan awsAccountId={connection.awsAccountId} />
      )}
    </>
  );
}

function Unsafe({ connection }: Props) {
  return <UnsafePanel connection={connection} />;
}

function Failed({ connection }: Props) {
  return (
    <Alert color="red" title="The connection cannot be used yet" role="alert">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{connection.statusReason ?? "A check failed. It says below what to mend."}</Text>
        <Group gap="sm">
          <VerifyButton connectionId={connection.id} label="Verify again" />
          <LinkButton href={wizardHref(connection.id, "role")} variant="default">
            Change the role's ARN
          </LinkButton>
          <LinkButton href={wizardHref(connection.id, "install")} variant="default">
            See the role's template
          </LinkButton>
        </Group>
      </Stack>
    </Alert>
  );
}

function Disconnected() {
  return (
    <Alert color="gray" title="This connection was disconnected">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">To read the account again, make a new connection: it gets a new External ID.</Text>
        <LinkButton href="/connections/new">Make a new connection</LinkButton>
      </Stack>
    </Alert>
  );
}
