import type { UnassessedControl } from "../../judgement/check.ts";

type Item = Pick<UnassessedControl, "title" | "reason" | "level"> & {
  controls: readonly (readonly [UnassessedControl["benchmark"], string])[];
};

const ITEMS: readonly Item[] = [
  {
    title: "IAM instance roles are used for AWS access from EC2 instances",
    reason: "It takes the list of EC2 instances of every Region, which is not read.",
    level: 2,
    controls: [
      ["cis_7.0.0", "2.16"],
      ["cis_6.0.0", "2.17"],
      ["cis_5.0.0", "1.17"],
    ],
  },
  {
    title: "IAM Access Analyzer for external access is enabled in every Region",
    reason: "It takes the analyzers of every Region, which are not read (Security Hub IAM.28 tells it).",
    level: 1,
    controls: [
      ["cis_7.0.0", "2.18"],
      ["cis_6.0.0", "2.19"],
      ["cis_5.0.0", "1.19"],
    ],
  },
  {
    title: "Accounts and their access are reviewed every six months",
    reason:
      "A review is done by people; the history and the exceptions here are evidence for it, and do not replace it.",
    level: null,
    controls: [["pci_dss_4.0.1", "7.2.4"]],
  },
  {
    title: "System and application accounts are used interactively only in exceptional circumstances",
    reason: "Whether a person or software signs in with a credential is not told by AWS.",
    level: null,
    controls: [["pci_dss_4.0.1", "8.6.1"]],
  },
  {
    title: "Passwords of system and application accounts are not hard-coded",
    reason: "Source code and configuration of applications are not read.",
    level: null,
    controls: [["pci_dss_4.0.1", "8.6.2"]],
  },
];

/** Controls of the benchmarks that cannot be judged from what is read of an account, each with why. */
export const UNASSESSED_CONTROLS: readonly UnassessedControl[] = ITEMS.flatMap(({ controls, title, reason, level }) =>
  controls.map(([benchmark, control]) => ({ benchmark, control, level, title, reason })),
);
