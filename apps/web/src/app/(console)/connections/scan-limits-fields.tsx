"use client";

import { NativeSelect, NumberInput, Stack, Text } from "@mantine/core";
import { LinkText } from "@rolecall/ui";
import { intervalOptions } from "../../../rooms/scans/intervals.ts";
import { MOST_CALLS_PER_SECOND } from "./call-limits.ts";

export type ScanLimits = { scanEveryHours: number; callCeilingPerSecond: number | string };

type Props = { value: ScanLimits; onChange: (value: ScanLimits) => void; ceilingProblem: string | null };

/** How often accounts are scanned, and at how many calls per second. */
export function ScanLimitsFields({ value, onChange, ceilingProblem }: Props) {
  return (
    <Stack gap="md">
      <NativeSelect
        label="Scan interval"
        description="Of each account, unless it has an interval of its own. Scans are spread over time."
        data={intervalOptions(value.scanEveryHours)}
        value={String(value.scanEveryHours)}
        onChange={(event) => onChange({ ...value, scanEveryHours: Number(event.currentTarget.value) })}
      />
      <NumberInput
        label="Most calls per second"
        description="To each API of an account. IAM's limits are shared with everything else in the account: lower it where deployments are throttled."
        min={1}
        max={MOST_CALLS_PER_SECOND}
        allowDecimal={false}
        value={value.callCeilingPerSecond}
        onChange={(typed) => onChange({ ...value, callCeilingPerSecond: typed })}
        error={ceilingProblem}
      />
      <Text size="sm">
        A scan of an account in which nothing changed makes some twenty calls, and a few more for each further thousand
        users, roles and policies.{" "}
        <LinkText inherit underline="always" href="/scans/cost">
          What a scan costs, action by action
        </LinkText>
      </Text>
    </Stack>
  );
}
