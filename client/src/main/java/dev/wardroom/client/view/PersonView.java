package dev.wardroom.client.view;

/// A person of the own network.
///
/// @param username unique in the installation
/// @param name directory data, known to the server; may be empty, then show the user name
/// @param self the person that this home belongs to
/// @param suspended taken out by an administrator: nothing is encrypted to this person
/// @param verified the safety number was compared and the root key is still the compared one
/// @param rootChanged the root key is another than the one compared or first seen: compare again
/// @param blocked on the own block list: messages are kept but hidden
public record PersonView(
    UserRef user,
    String username,
    String name,
    boolean self,
    boolean suspended,
    boolean verified,
    boolean rootChanged,
    boolean blocked) {

  /// The name if there is one, else the user name.
  public String shownName() {
    return name.isBlank() ? username : name;
  }
}
