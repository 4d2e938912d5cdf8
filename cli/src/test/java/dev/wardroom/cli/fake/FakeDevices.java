package dev.wardroom.cli.fake;

import dev.wardroom.client.Devices;
import dev.wardroom.client.view.DeviceRef;
import dev.wardroom.client.view.DeviceView;
import dev.wardroom.client.view.Progress;
import java.time.Duration;
import java.util.List;

/// Two devices, and a third that asks to be linked.
final class FakeDevices implements Devices {
  private final FakeTalk talk;

  FakeDevices(FakeTalk talk) {
    this.talk = talk;
  }

  @Override
  public List<DeviceView> list() {
    return FakeSession.twoDevices();
  }

  @Override
  public void remove(DeviceRef device, char[] password) {
    talk.calls.add("remove " + device.text().charAt(0) + " " + new String(password));
  }

  @Override
  public void rename(DeviceRef device, String name) {
    talk.calls.add("rename " + name);
  }

  @Override
  public LinkOffer offerLink() {
    return new LinkOffer("o1", "WRDRM-LINK-CODE", 120_000);
  }

  @Override
  public LinkRequest acceptLink(String code) {
    talk.calls.add("acceptLink " + code);
    return new LinkRequest("r1", "tablet", "1234 5678");
  }

  @Override
  public LinkRequest awaitLink(LinkOffer offer, Duration patience) {
    return new LinkRequest("r1", "tablet", "1234 5678");
  }

  @Override
  public DeviceView confirmLink(LinkRequest request, boolean withHistory, Progress progress) {
    talk.calls.add("confirmLink " + withHistory);
    return FakeSession.twoDevices().getLast();
  }

  @Override
  public void refuseLink(LinkRequest request) {
    talk.calls.add("refuseLink");
  }
}
