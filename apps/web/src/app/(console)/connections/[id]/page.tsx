import { Alert, Box, Stack } from "@mantine/core";
import type { Connection } from "@rolecall/domain";
import { LinkButton, PageHeader, PartialNotice } from "@rolecall/ui";
import type { Metadata } from "next";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { LiveRefresh } from "../../../../rooms/block/live-refresh.tsx";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import { CONNECTION_STATUS, ConnectionStatusBadge } from "../connection-status.tsx";
import { membersAddress } from "../organization/member-filters.ts";
import { UnsafePanel } from "../unsafe-panel.tsx";
import { VerifyButton } from "../verify-button.tsx";
import { wizardHref } from "../wizard-steps.ts";
import { ConnectionSetup } from "./connection-setup.tsx";
import { DisconnectButton } from "./disconnect-button.tsx";
import { OrganizationViews, View } from "./organization-views.tsx";

export const metadata: Metadata = { title: "Connection" };

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams };

/** There is no organisation to show until the role has passed once. */
const hasOrganization = ({ kind, verifiedAt }: Connection): boolean => kind === "organization" && verifiedAt !== null;

export default async function ConnectionPage({ params, searchParams }: Props) {
  const { id } = await params;
  const [{ view }, filters] = await Promise.all([searchParams, membersAddress(id).load(searchParams)]);
  const connection = await orNotFound((await serverApi()).connections.get({ id }));
  const connected = connection.status !== "disconnected";
  return (
    <>
      {connection.status === "verifying" && <LiveRefresh />}
      <PageHeader
        title={connection.name}
        breadcrumbs={[{ label: "Connections", href: "/connections" }]}
        description={
          <>
            <Box component="span" mr="xs">
              <ConnectionStatusBadge status={connection.status} />
            </Box>
            {CONNECTION_STATUS[connection.status].meaning}
          </>
        }
        actions={connected ? <Actions connection={connection} /> : null}
      />
      <Stack gap="lg">
        <Notices connection={connection} />
        {hasOrganization(connection) ? (
          <OrganizationViews connection={connection} filters={filters} view={View.catch("accounts").parse(view)} />
        ) : (
          <ConnectionSetup connection={connection} />
        )}
      </Stack>
    </>
  );
}

function Notices({ connection }: { connection: Connection }) {
  return (
    <>
      {connection.status === "unsafe" && <UnsafePanel connection={connection} />}
      {connection.status === "failed" && (
        <Alert color="red" title="A check failed">
          {connection.statusReason ?? "The checks say what to mend."}
        </Alert>
      )}
      {connection.scanPausedReason && (
        <PartialNotice title="Scans are paused">{connection.scanPausedReason}</PartialNotice>
      )}
    </>
  );
}

function Actions({ connection }: { connection: Connection }) {
  return (
    <>
      <DisconnectButton connectionId={connection.id} name={connection.name} />
      {connection.roleArn ? (
        connection.status !== "verifying" && <VerifyButton connectionId={connection.id} label="Verify again" />
      ) : (
        <LinkButton href={wizardHref(connection.id, "install")}>Go on connecting</LinkButton>
      )}
    </>
  );
}
