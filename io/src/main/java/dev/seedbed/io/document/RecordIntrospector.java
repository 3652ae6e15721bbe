package dev.seedbed.io.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/// How Jackson reads the records of documents: every component must be there, except optional ones
/// that are left out when empty; constants are written in small letters.
final class RecordIntrospector extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1;

  private static final Set<Class<?>> OPTIONAL =
      Set.of(Optional.class, OptionalDouble.class, OptionalInt.class, OptionalLong.class);

  @Override
  public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    return isRequired(config, member);
  }

  private boolean isRequired(MapperConfig<?> config, Annotated component) {
    return !OPTIONAL.contains(component.getRawType())
        || findPropertyInclusion(config, component).getValueInclusion()
            == JsonInclude.Include.ALWAYS;
  }

  @Override
  public String[] findEnumValues(
      MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
    for (int i = 0; i < constants.length; i++) {
      names[i] = constants[i].name().toLowerCase(Locale.ROOT);
    }
    return names;
  }
}
