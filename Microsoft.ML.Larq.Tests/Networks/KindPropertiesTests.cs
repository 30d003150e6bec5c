using System.Reflection;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>What a trimmed program no longer knows of its types was written down right.</summary>
[TestClass]
public class KindPropertiesTests
{
    public static IEnumerable<object[]> Classes => LayerKinds.Classes.Select(one => new object[] { one.Name });

    [TestMethod]
    [DynamicData(nameof(Classes))]
    public void Parameters_OfEveryClass_MayBeNullWhereTheCompilerSaysSo(string name)
    {
        var kind = LayerKinds.Find(name);
        var nullability = new NullabilityInfoContext();
        foreach (var parameter in NetworkJson.Parameters(kind).Where(one => !one.PropertyType.IsValueType))
        {
            var property = kind.Kind.GetProperty(
                $"{char.ToUpperInvariant(parameter.Name[0])}{parameter.Name[1..]}",
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
            // The parts of a kernel and of a bias are no properties of the kind.
            if (property is null) continue;
            Assert.AreEqual(
                nullability.Create(property).WriteState == NullabilityState.Nullable, parameter.IsSetNullable,
                parameter.Name);
        }
    }
}
