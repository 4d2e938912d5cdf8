package dev.wardroom.server.directory;

/// A new account whose list and prekeys were verified; [Directory#keep] stores it.
public final class PreparedPerson {
  private final Person person;
  private final ListOffer offer;

  PreparedPerson(Person person, ListOffer offer) {
    this.person = person;
    this.offer = offer;
  }

  public Person person() {
    return person;
  }

  ListOffer offer() {
    return offer;
  }
}
