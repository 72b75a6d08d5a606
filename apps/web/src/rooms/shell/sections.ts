import {
  IconAlertTriangle,
  IconArrowsDiff,
  IconBuildingBank,
  IconCloud,
  IconDots,
  IconFileAnalytics,
  IconFileText,
  IconKey,
  IconLayoutDashboard,
  IconListCheck,
  IconMap2,
  IconPlugConnected,
  IconRefresh,
  IconSettings,
  IconShieldCheck,
  IconShieldHalf,
  IconUser,
  IconUsersGroup,
} from "@tabler/icons-react";

export type Section = {
  href: string;
  label: string;
  Icon: typeof IconCloud;
  /** Other pages that belong to it. */
  also?: readonly string[];
  /** Its link keeps the day of the past that the current page shows. */
  keepsAsOf?: true;
};
export type SectionGroup = { heading: string | null; sections: readonly Section[] };

/** The console's sections, by what people come for. Kinds that few people need are behind “More”. */
export const SECTION_GROUPS: readonly SectionGroup[] = [
  { heading: null, sections: [{ href: "/overview", label: "Overview", Icon: IconLayoutDashboard }] },
  {
    heading: "Judgement",
    sections: [
      { href: "/findings", label: "Findings", Icon: IconAlertTriangle, keepsAsOf: true },
      { href: "/checks", label: "Checks", Icon: IconListCheck, keepsAsOf: true },
      { href: "/trust-map", label: "Trust map", Icon: IconMap2 },
      { href: "/rotation", label: "Rotation", Icon: IconRefresh },
      { href: "/exceptions", label: "Exceptions", Icon: IconShieldCheck },
    ],
  },
  {
    heading: "Inventory",
    sections: [
      { href: "/users", label: "Users", Icon: IconUser, keepsAsOf: true },
      { href: "/credentials", label: "Credentials", Icon: IconKey, keepsAsOf: true },
      { href: "/roles", label: "Roles", Icon: IconShieldHalf, keepsAsOf: true },
      { href: "/policies", label: "Policies", Icon: IconFileText, keepsAsOf: true },
      { href: "/groups", label: "Groups", Icon: IconUsersGroup, keepsAsOf: true },
      { href: "/identity-providers", label: "Identity providers", Icon: IconBuildingBank, keepsAsOf: true },
      {
        href: "/inventory",
        label: "More",
        Icon: IconDots,
        also: ["/instance-profiles", "/permission-sets", "/roles-anywhere"],
        keepsAsOf: true,
      },
    ],
  },
  {
    heading: "History",
    sections: [
      { href: "/changes", label: "What changed", Icon: IconArrowsDiff },
      { href: "/reports", label: "Reports", Icon: IconFileAnalytics },
    ],
  },
  {
    heading: "Setup",
    sections: [
      { href: "/accounts", label: "Accounts", Icon: IconCloud },
      { href: "/connections", label: "Connections", Icon: IconPlugConnected },
      { href: "/settings", label: "Settings", Icon: IconSettings },
    ],
  },
];

/** Whether a page belongs to a section. */
export function isWithin(pathname: string, { href, also = [] }: Pick<Section, "href" | "also">): boolean {
  return [href, ...also].some((path) => pathname === path || pathname.startsWith(`${path}/`));
}
