using System.Reflection;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Contracts;

/// <summary>All that a user can call: constructors, methods, accessors, operators, and members of interfaces.</summary>
internal static class PublicSurface
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<Assembly> Libraries => LibraryAssemblies.All;

    public static IReadOnlyList<Type> Types { get; } =
    [
        .. Libraries.SelectMany(library => library.GetExportedTypes())
            .Where(type => !type.IsEnum && !type.Name.Contains('<', StringComparison.Ordinal))
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    /// <summary>What a type declares itself; generic methods are closed over <paramref name="closed"/>.</summary>
    public static IEnumerable<MethodBase> Members(Type type, Type closed)
    {
        IEnumerable<MethodBase> constructors = type.IsAbstract
            ? []
            : type.GetConstructors(BindingFlags.Public | BindingFlags.Instance);
        var methods = type.GetMethods(Own | BindingFlags.Public);
        var explicitly = type.GetMethods(Own | BindingFlags.NonPublic)
            .Where(method => method is { IsFinal: true, IsVirtual: true } && IsOfPublicInterface(method));
        return constructors
            .Concat(methods.Concat(explicitly).Where(method => !method.IsAbstract)
                .Select(method => method.IsGenericMethodDefinition ? method.MakeGenericMethod(closed) : method))
            .Where(member => !member.Name.Contains('<', StringComparison.Ordinal));
    }

    /// <summary>For example <c>Networks.TensorShape.get_Item(Int32)</c>.</summary>
    public static string Name(MethodBase member)
    {
        var type = member.DeclaringType!.FullName!.Replace("Microsoft.ML.Larq.", "", StringComparison.Ordinal);
        return $"{type}.{member.Name}({string.Join(", ", member.GetParameters().Select(p => p.ParameterType.Name))})";
    }

    /// <summary>The property that an accessor belongs to.</summary>
    public static PropertyInfo? PropertyOf(MethodBase member) => member.IsSpecialName
        ? member.DeclaringType!.GetProperties(Own | BindingFlags.Public).FirstOrDefault(property =>
            property.GetMethod == member || property.SetMethod == member)
        : null;

    private static bool IsOfPublicInterface(MethodInfo method) => method.DeclaringType!.GetInterfaces()
        .Where(one => one.IsPublic)
        .Any(one => method.DeclaringType.GetInterfaceMap(one).TargetMethods.Contains(method));
}
