import { Text } from "@mantine/core";
import type { IamUser, MfaDevice } from "@rolecall/domain";
import { type Column, CopyableCode, DataTable, DateText, SectionCard, Unknown } from "@rolecall/ui";
import { MFA_LABELS } from "../../../../rooms/users/user-labels.ts";

const columns: readonly Column<MfaDevice>[] = [
  {
    id: "serial",
    header: "Serial number",
    cell: ({ serialNumber }) => <CopyableCode value={serialNumber} label="serial number" />,
  },
  { id: "kind", header: "Kind", cell: ({ kind }) => MFA_LABELS[kind].label },
  {
    id: "enabledAt",
    header: "Enabled",
    cell: ({ enabledAt }) =>
      enabledAt ? <DateText at={enabledAt} /> : <Unknown reason="AWS did not tell since when it is enabled." />,
  },
];

/** The second factors of a user, one by one. */
export function MfaDeviceList({ mfaDevices }: Pick<IamUser, "mfaDevices">) {
  return (
    <SectionCard title="MFA devices">
      {mfaDevices === null ? (
        <Text size="sm" c="dimmed">
          Not read one by one yet: the slow lane reads them about once a week, “Recheck now” at once.
        </Text>
      ) : (
        <DataTable
          caption="MFA devices"
          columns={columns}
          rows={mfaDevices}
          rowKey={({ serialNumber }) => serialNumber}
          empty={<Text size="sm">No device.</Text>}
        />
      )}
    </SectionCard>
  );
}
