import { expect } from "chai";
import type { OpeningHours, ShopDirectoryAnswer } from "../../wallet-web/shared/api-types.ts";
import { openPhone } from "./support/pages.ts";
import { admitByApi, fillSignUp, openOwnersTill } from "./support/till.ts";
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
    await owner.getByText("Gezinnen zien hoe ver uw winkel is").waitFor();
    expect(await told()).to.equal(null);
    const sent = owner.waitForRequest((request) => request.url().endsWith("/visit"));
    await save();
    const place = { latitude: 53.247, longitude: 6.4032 };
    expect((await sent).postDataJSON().place, "no finer than ten metres").to.deep.equal(place);
    expect(await told()).to.deep.equal(place);

    await openForm();
    await owner.getByTestId("place-remove").click();
    await save();
    expect(await told()).to.equal(null);
  });

  it("and its place can be told when the shop signs up, and the place that was found survives a closed page", async () => {
    const name = "Winkel die meteen alles zegt";
    const page = await openPhone(world(), {
      permissions: ["geolocation"],
      geolocation: { latitude: 53.24703, longitude: 6.40319 },
    });
    await page.goto("/till/");
    await fillSignUp(page, name);
    await page.getByTestId("visit-later").locator("summary").click();
    await page.getByTestId("place-find").click();
    await page.getByTestId("place-remove").waitFor();
    await page.reload();
    await page.getByTestId("next-step").click();
    await page.getByTestId("visit-later").locator("summary").click();
    await page.getByTestId("place-remove").waitFor();
    await page.getByTestId("send").click();
    await page.getByTestId("waiting").waitFor();
    await admitByApi(world().demo, name);

    const { shops } = await world().demo.api.get<ShopDirectoryAnswer>("/shops");
    const shop = shops.find((one) => one.name === name);
    expect(shop?.place).to.deep.equal({ latitude: 53.247, longitude: 6.4032 });
    expect(shop?.openingHours).to.equal(null);
  });
});
