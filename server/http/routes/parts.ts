// What every table of routes is made from.
import type { Services } from "../../services.ts";
import type { Live } from "../live/live.ts";
import type { Office } from "../office.ts";
import type { SenderLimits } from "../sender-limits.ts";

export type RouteParts = {
  services: Services;
  office: Office;
  limits: SenderLimits;
  live: Live;
};
