package dev.seedbed.study;

import dev.seedbed.network.Network;
import dev.seedbed.notation.Names;
import java.util.List;

/// What a study keeps of the trials that were trained to their end.
public sealed interface Keep {
  /// How many networks an ensemble or a soup is made of if nothing else is said.
  int DEFAULT_MEMBERS = 8;

  /// The most networks that it can be made of.
  int MOST_MEMBERS = 1000;

  /// The way that has that [#name()].
  ///
  /// @param members only the best has none
  static Keep named(String name, int members) {
    return switch (name) {
      case "best" -> new Best();
      case "ensemble" -> new Ensemble(members);
      case "soup" -> new Soup(members);
      default ->
          throw new IllegalArgumentException(
              "what is kept must be best, ensemble or soup: '%s'".formatted(Names.shortened(name)));
    };
  }

  /// The name: best, ensemble or soup.
  String name();

  /// The most trials that it is made of; fewer if fewer were trained to their end.
  int members();

  /// The same way with as many members.
  Keep withMembers(int count);

  /// The networks that answer together, of those of the trials, the best first.
  List<Network> networks(List<Network> trials);

  /// The network of the best trial.
  record Best() implements Keep {
    @Override
    public String name() {
      return "best";
    }

    @Override
    public int members() {
      return 1;
    }

    @Override
    public Best withMembers(int count) {
      return this;
    }

    @Override
    public List<Network> networks(List<Network> trials) {
      return trials.subList(0, 1);
    }
  }

  /// The networks of the best trials, which answer together ([dev.seedbed.model.Model]).
  record Ensemble(int members) implements Keep {
    public Ensemble {
      requireMembers("an ensemble", members);
    }

    @Override
    public String name() {
      return "ensemble";
    }

    @Override
    public Ensemble withMembers(int count) {
      return new Ensemble(count);
    }

    @Override
    public List<Network> networks(List<Network> trials) {
      return trials;
    }
  }

  /// One network with the mean of the weights of the best trials, after their units are brought
  /// into one order ([UnitAlignment]); kept only if it is as good as their ensemble, else the best
  /// network is. Wortsman et al. 2022, arXiv:2203.05482, average networks of one start, which need
  /// no alignment.
  record Soup(int members) implements Keep {
    public Soup {
      requireMembers("a soup", members);
    }

    @Override
    public String name() {
      return "soup";
    }

    @Override
    public Soup withMembers(int count) {
      return new Soup(count);
    }

    @Override
    public List<Network> networks(List<Network> trials) {
      return List.of(UnitAlignment.mean(trials));
    }
  }

  private static void requireMembers(String what, int members) {
    if (members < 1 || members > MOST_MEMBERS) {
      throw new IllegalArgumentException(
          "%s must have 1 to %d members: %d".formatted(what, MOST_MEMBERS, members));
    }
  }
}
