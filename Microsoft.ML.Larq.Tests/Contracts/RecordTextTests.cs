using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Contracts;

/// <summary>What a public record writes of itself is its values, and no names of types that hold them.</summary>
[TestClass]
public class RecordTextTests
{
    [TestMethod]
    public void ToString_Thermometer_ShowsItsBits() => Assert.AreEqual(
        "ThermometerLayer { Bits = [8, 1, 0] }", new ThermometerLayer { Bits = [8, 1, 0] }.ToString());

    // Where the compiler writes the text, no property may be a list, whose own text is the name of its type.
    [TestMethod]
    public void ToString_EveryPublicRecord_HasNoListWithoutWords()
    {
        var faults = from type in typeof(LayerKind).Assembly.ExportedTypes
                     where type.GetMethod("<Clone>$") is not null && !type.IsAbstract && IsWrittenByTheCompiler(type)
                     from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                     where property.PropertyType != typeof(string) && HasNoWords(property.PropertyType)
                     select $"{type.Name}.{property.Name}: {property.PropertyType.Name}";
        Assert.AreEqual("", string.Join('\n', faults));
    }

    private static bool IsWrittenByTheCompiler(Type type) =>
        type.GetMethod(nameof(ToString), [])!.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static bool HasNoWords(Type type)
    {
        if (!type.IsAssignableTo(typeof(IEnumerable))) return false;
        var by = type.GetMethod(nameof(ToString), [])?.DeclaringType;
        return type.IsInterface || type.IsArray || by == typeof(object) || by == typeof(ValueType);
    }
}
