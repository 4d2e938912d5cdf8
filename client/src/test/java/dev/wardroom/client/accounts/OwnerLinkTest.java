package dev.wardroom.client.accounts;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wardroom.client.ClientException;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.text.InvitationLink;
import org.junit.jupiter.api.Test;

/// Who may be told to make a network key.
class OwnerLinkTest {

  private static InvitationLink link(String fingerprint) throws ProtocolException {
    return InvitationLink.parse(
        "https://chat.example/#i/" + "A".repeat(22) + "/" + "A".repeat(22) + "/" + fingerprint);
  }

  @Test
  void theFirstLinkOfANetworkMakesAnOwner() throws ProtocolException {
    InvitationLink first = link("-");

    assertThatCode(() -> Registering.checkOwner(first, true)).doesNotThrowAnyException();
  }

  @Test
  void aLinkThatNamesANetworkKeyMakesNoOwnerWhateverTheServerSays() throws ProtocolException {
    InvitationLink member = link("A".repeat(43));

    assertThatCode(() -> Registering.checkOwner(member, false)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Registering.checkOwner(member, true))
        .isInstanceOfSatisfying(
            ClientException.class,
            e ->
                org.assertj.core.api.Assertions.assertThat(e.kind())
                    .isEqualTo(ClientException.Kind.NOT_AUTHENTIC));
  }
}
