using System.Reflection;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>What ML.NET does inside and the tests ask for: by reflection, as the library has no use for it.</summary>
internal static class HiddenMembers
{
    /// <summary>The shape of a whole schema, annotations included, as ML.NET gives it to estimators.</summary>
    public static SchemaShape Shape(DataViewSchema schema) => (SchemaShape)typeof(SchemaShape)
        .GetMethod("Create", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [schema])!;

    /// <summary>Tells every running operation of a context to stop, as ML.NET's AutoML does.</summary>
    public static void Cancel(MLContext context) => typeof(MLContext)
        .GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(context, null);
}
