package dev.longhand.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What implements a service on the class path, by name. One that is broken does not keep the others
 * from working: a class that is missing, fails, was compiled against another version, or shares its
 * name with another.
 *
 * @param <P> the service
 */
public final class Plugins<P> {
  private final Map<String, P> working = new TreeMap<>();
  private final List<BrokenPlugin> broken = new ArrayList<>();
  private final String service;
  private final Registrations registrations;

  private Plugins(String service, Registrations registrations) {
    this.service = service;
    this.registrations = registrations;
  }

  /**
   * Constructs all there are.
   *
   * @param service what one of them is called in messages, as {@code "engine"}
   * @param type of the service
   * @param loader of that type; a parameter, as a native image wants its type named literally
   * @param name tells a plug-in's name
   */
  public static <P> Plugins<P> find(
      String service, Class<P> type, ServiceLoader<P> loader, Function<P, String> name) {
    var plugins = new Plugins<P>(service, new Registrations(type));
    plugins.load(loader.iterator(), name);
    return plugins;
  }

  /** Those that can be used, by name, in alphabetical order. */
  public Map<String, P> working() {
    return working;
  }

  /** Those that cannot, in alphabetical order. */
  public List<BrokenPlugin> broken() {
    return broken.stream().sorted(Comparator.comparing(BrokenPlugin::name)).toList();
  }

  /** The one that would have had that name, or has that class. */
  public Optional<BrokenPlugin> broken(String name) {
    return broken.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * For a message about a name that is not there: those that are, and what is broken, as that may
   * not have got so far as to say its name.
   *
   * @param names {@code "none"} if empty
   */
  public String listed(Collection<String> names) {
    var listed = new StringBuilder(names.isEmpty() ? "none" : String.join(", ", names));
    broken().forEach(each -> listed.append("; and ").append(each.reason()));
    return listed.toString();
  }

  private void load(Iterator<P> providers, Function<P, String> name) {
    Map<String, List<P>> byName = new TreeMap<>();
    String before = "";
    while (true) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        P provider = providers.next();
        registrations.met(provider.getClass().getName());
        add(provider, name, byName);
      } catch (ServiceConfigurationError | LinkageError e) {
        if (e.toString().equals(before)) {
          break; // The list of services itself cannot be read, now and ever.
        }
        before = e.toString();
        String culprit = registrations.culpritOf(e);
        addBroken(culprit, BrokenPlugin.explain(e), e);
      }
    }
    byName.forEach(
        (shared, twins) -> {
          if (twins.size() == 1) {
            working.put(shared, twins.get(0));
          } else {
            broken.add(twins(shared, twins));
          }
        });
  }

  private void add(P provider, Function<P, String> name, Map<String, List<P>> byName) {
    String className = provider.getClass().getName();
    try {
      String given = String.valueOf(name.apply(provider));
      if (given.matches("[a-z0-9-]+")) {
        byName.computeIfAbsent(given, key -> new ArrayList<>()).add(provider);
      } else {
        addBroken(
            className,
            "its name must be of lower-case letters, digits and hyphens, but is '"
                + given.replaceAll("\\s+", " ")
                + "'; get one made for this release of Longhand, or take it off the class path",
            null);
      }
    } catch (RuntimeException | LinkageError e) {
      addBroken(className, BrokenPlugin.explain(e), e);
    }
  }

  private void addBroken(String className, String why, @Nullable Throwable cause) {
    String what = "the " + service + " " + registrations.place(className) + " cannot be used: ";
    broken.add(new BrokenPlugin(className, what + why, cause));
  }

  private BrokenPlugin twins(String name, List<P> twins) {
    List<String> places =
        twins.stream().map(twin -> registrations.place(twin.getClass().getName())).toList();
    return new BrokenPlugin(
        name,
        (twins.size() == 2 ? "two" : twins.size())
            + " "
            + service
            + "s are named '"
            + name
            + "': "
            + String.join(" and ", places)
            + "; leave only one of them on the class path",
        null);
  }
}
