"use client";

import { MultiSelect, NativeSelect, SimpleGrid, TagsInput, TextInput } from "@mantine/core";
import { CredentialKind, Holder } from "@rolecall/domain";
import { KIND_LABELS } from "../../credentials/credential-labels.ts";
import type { AccountOption, PolicyForm } from "./policy-form.ts";
import { HOLDER_LABELS } from "./policy-words.ts";

const KIND_OPTIONS = CredentialKind.options.map((value) => ({ value, label: KIND_LABELS[value] }));
const HOLDER_OPTIONS = [
  { value: "", label: "Anybody" },
  ...Holder.options.map((value) => ({ value, label: HOLDER_LABELS[value] })),
];

type MatchFieldsProps = { form: PolicyForm; path: string; accounts: readonly AccountOption[] };

/** Whom an override is for. What is left empty is no condition. */
export function MatchFields({ form, path, accounts }: MatchFieldsProps) {
  const of = (field: string) => form.getInputProps(`${path}.${field}`);
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      {accounts.length > 0 ? (
        <MultiSelect label="Accounts" data={[...accounts]} searchable limit={100} {...of("awsAccountIds")} />
      ) : (
        <TagsInput label="Accounts" placeholder="12-digit account id" acceptValueOnBlur {...of("awsAccountIds")} />
      )}
      <TagsInput
        label="Organisational units"
        placeholder="ou-ab12-cdef3456"
        splitChars={[",", " ", ";"]}
        acceptValueOnBlur
        {...of("unitIds")}
      />
      <TextInput label="Tag of the user: key" maxLength={128} {...of("tagKey")} />
      <TextInput label="Tag of the user: value" placeholder="Any value" maxLength={256} {...of("tagValue")} />
      <TextInput label="Path of the user" placeholder="/vendors/" maxLength={512} {...of("pathPrefix")} />
      <NativeSelect label="Held by" data={HOLDER_OPTIONS} {...of("holder")} />
      <MultiSelect label="Kinds of credential" data={KIND_OPTIONS} searchable {...of("kinds")} />
    </SimpleGrid>
  );
}
