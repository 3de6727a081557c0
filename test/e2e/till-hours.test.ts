import { expect } from "chai";
import type { OpeningHours, ShopDirectoryAnswer } from "../../wallet-web/shared/api-types.ts";
import { openOwnersTill } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

describe("A shop's opening hours", () => {
  const world = useWorld();

  it("are told at the till and found in the directory, and wrong times are not", async () => {
    const name = "Winkel met tijden";
    const owner = await openOwnersTill(world(), name);
    await owner.getByTestId("tab-meer").click();
    await owner.getByTestId("to-hours").click();
    await owner.getByTestId("hours-monday").getByRole("checkbox").check();
    await owner.getByTestId("hours-monday-until-0").fill("08:00");
    await owner.getByText("Maandag: de tijden volgen elkaar niet op").waitFor();
    await owner.getByTestId("hours-save").click();
    await owner.getByTestId("hours-monday-until-0").fill("18:00");
    await owner.getByTestId("hours-monday-break").check();
    await owner.getByTestId("copy-monday").click();
    await owner.getByTestId("hours-save").click();
    await owner.getByText("Bewaard.").waitFor();

    const { shops } = await world().demo.api.get<{
      shops: { name: string; openingHours: OpeningHours | null }[];
    }>("/shops");
    const hours = shops.find((shop) => shop.name === name)?.openingHours;
    expect(hours?.friday).to.deep.equal([
      { from: "09:00", until: "12:30" },
      { from: "13:30", until: "18:00" },
    ]);
    expect(hours?.sunday).to.deep.equal([]);
  });

  it("and its place are told only when the owner wants, and can be taken back", async () => {
    const name = "Winkel met een plek";
    const owner = await openOwnersTill(world(), name);
    const told = async () => {
      const { shops } = await world().demo.api.get<ShopDirectoryAnswer>("/shops");
      return shops.find((shop) => shop.name === name)?.place;
    };
    const openForm = async () => {
      await owner.getByTestId("tab-meer").click();
      await owner.getByTestId("to-hours").click();
    };
    const save = async () => {
      await owner.getByTestId("hours-save").click();
      await owner.getByText("Bewaard.").first().waitFor();
    };
    await openForm();
    await owner.getByTestId("place-find").click();
    await owner.getByText("De plek is niet gevraagd").waitFor();
    await owner.context().grantPermissions(["geolocation"]);
    await owner.context().setGeolocation({ latitude: 53.24703, longitude: 6.40319 });
    await owner.getByTestId("place-find").click();
    await owner.getByText("Gezinnen zien hoe ver uw winkel is.").waitFor();
    expect(await told()).to.equal(null);
    await save();
    expect(await told()).to.deep.equal({ latitude: 53.24703, longitude: 6.40319 });

    await openForm();
    await owner.getByTestId("place-remove").click();
    await save();
    expect(await told()).to.equal(null);
  });
});
