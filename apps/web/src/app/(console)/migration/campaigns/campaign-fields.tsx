"use client";

import { Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { type Campaign, CreateCampaignInput } from "@rolecall/domain";

/** A campaign as it is typed. */
export type CampaignValues = { name: string; targetDate: string; notes: string };

export const valuesOf = ({ name, targetDate, notes }: Pick<Campaign, "name" | "targetDate" | "notes">) => ({
  ...{ name, notes },
  targetDate: targetDate ?? "",
});

/** The first problem of each field, by the same rules as the API's. */
export function campaignProblems({ targetDate, ...typed }: CampaignValues): Record<string, string> {
  const given = { ...typed, targetDate: targetDate === "" ? undefined : targetDate };
  const issues = CreateCampaignInput.safeParse(given).error?.issues ?? [];
  return Object.fromEntries(issues.toReversed().map(({ path, message }) => [String(path[0]), message]));
}

/** What a campaign is called, by when it shall be done, and what is to be known of it. */
export function CampaignFields({ form }: { form: UseFormReturnType<CampaignValues> }) {
  return (
    <>
      <TextInput label="Name" maxLength={100} data-autofocus {...form.getInputProps("name")} />
      <TextInput
        type="date"
        label="Target date"
        description="The forecast is compared with it. Plans without a day of their own take it"
        {...form.getInputProps("targetDate")}
      />
      <Textarea
        label="Notes"
        description="Scope, contacts, what to watch"
        autosize
        minRows={3}
        maxRows={12}
        maxLength={10_000}
        {...form.getInputProps("notes")}
      />
    </>
  );
}
