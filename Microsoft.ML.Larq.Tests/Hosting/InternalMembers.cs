using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>Finds in a compiled assembly every use of an ML.NET type or member that is not public there.</summary>
internal sealed class InternalMembers : IDisposable
{
    private readonly AssemblyDefinition _assembly;
    private readonly DefaultAssemblyResolver _resolver = new();

    public InternalMembers(string path)
    {
        _resolver.AddSearchDirectory(Path.GetDirectoryName(path));
        _resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        _assembly = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = _resolver });
    }

    /// <summary>Each internal name with the namespaces that use it; "" is the assembly's own attributes.</summary>
    public ILookup<string, string> Uses() => Everywhere().Distinct().ToLookup(use => use.Name, use => use.User);

    /// <summary>The same names out of the assembly's tables of references, which do not say who uses them.</summary>
    public IEnumerable<string> Tables() => _assembly.MainModule.GetTypeReferences().SelectMany(Closed)
        .Concat(_assembly.MainModule.GetMemberReferences().SelectMany(Member)).Distinct();

    /// <summary>Whether the installed ML.NET still has the type, or <c>type::member</c>.</summary>
    public bool Exists(string name)
    {
        var parts = name.Split("::");
        var type = _assembly.MainModule.AssemblyReferences.Where(IsMLNet)
            .Select(reference => _resolver.Resolve(reference).MainModule.GetType(parts[0]))
            .FirstOrDefault(found => found is not null);
        return type is not null && (parts.Length == 1
            || type.Fields.Any(field => field.Name == parts[1]) || type.Methods.Any(method => method.Name == parts[1]));
    }

    private IEnumerable<(string Name, string User)> Everywhere()
    {
        var attributes = AttributeTypes(_assembly.CustomAttributes).Select(name => (name, ""));
        return attributes.Concat(_assembly.MainModule.GetAllTypes().SelectMany(Of));
    }

    private IEnumerable<(string, string)> Of(TypeDefinition type)
    {
        var outermost = type;
        while (outermost.DeclaringType is { } outer) outermost = outer;
        return TypeUses(type).Concat(type.Methods.SelectMany(MethodUses)).Select(name => (name, outermost.Namespace));
    }

    private IEnumerable<string> TypeUses(TypeDefinition type) => new[] { type.BaseType }
        .Concat(Declared(type))
        .Concat(type.Fields.Select(field => field.FieldType))
        .Concat(type.Properties.Select(property => property.PropertyType))
        .Concat(type.GenericParameters.SelectMany(one => one.Constraints).Select(one => one.ConstraintType))
        .SelectMany(Closed).Concat(AttributeTypes(type.CustomAttributes));

    // Without those that come with another of its interfaces: that one uses them, where it was declared.
    private static IEnumerable<TypeReference> Declared(TypeDefinition type)
    {
        TypeReference[] all = [.. type.Interfaces.Select(one => one.InterfaceType)];
        var inherited = all.Select(one => one.Resolve()).SelectMany(one => one?.Interfaces ?? [])
            .Select(one => one.InterfaceType.FullName).ToHashSet();
        return all.Where(one => !inherited.Contains(one.FullName));
    }

    private IEnumerable<string> MethodUses(MethodDefinition method)
    {
        var types = method.Parameters.Select(one => one.ParameterType).Append(method.ReturnType)
            .Concat(method.GenericParameters.SelectMany(one => one.Constraints).Select(one => one.ConstraintType))
            .Concat(method.HasBody ? method.Body.Variables.Select(one => one.VariableType) : []);
        var operands = method.HasBody ? method.Body.Instructions.Select(one => one.Operand) : [];
        return types.SelectMany(Closed).Concat(operands.SelectMany(Operand))
            .Concat(method.Overrides.SelectMany(Operand))
            .Concat(AttributeTypes(method.CustomAttributes)).Concat(Accessed(method));
    }

    private IEnumerable<string> Operand(object? operand) => operand switch
    {
        TypeReference type => Closed(type),
        GenericInstanceMethod generic => Member(generic.ElementMethod)
            .Concat(generic.GenericArguments.SelectMany(Closed)),
        MemberReference member => Member(member),
        _ => [],
    };

    private IEnumerable<string> Member(MemberReference member)
    {
        foreach (var type in Closed(member.DeclaringType)) yield return type;
        if (!FromMLNet(member.DeclaringType)) yield break;
        if (member is MethodReference called)
        {
            foreach (var type in called.Parameters.SelectMany(one => Closed(one.ParameterType))) yield return type;
        }

        // A public member of an internal type is as internal as the type.
        var isPublic = IsVisible(member.DeclaringType.Resolve()) && member switch
        {
            FieldReference field => field.Resolve() is { } found && (found.IsPublic || found.IsFamily),
            MethodReference method => method.Resolve() is { } found && (found.IsPublic || found.IsFamily),
            _ => true,
        };
        if (!isPublic) yield return $"{member.DeclaringType.GetElementType().FullName}::{member.Name}";
    }

    private IEnumerable<string> Closed(TypeReference? type)
    {
        if (type is null or GenericParameter) return [];
        if (type is GenericInstanceType generic)
            return Closed(generic.ElementType).Concat(generic.GenericArguments.SelectMany(Closed));
        if (type is TypeSpecification special) return Closed(special.ElementType);
        var isPublic = !FromMLNet(type) || type.Resolve() is not { } found || IsVisible(found);
        return isPublic ? [] : [type.FullName, .. Closed(type.DeclaringType)];
    }

    // Fields that [UnsafeAccessor] reaches by name appear in no table of the assembly.
    private static IEnumerable<string> Accessed(MethodDefinition method) => method.CustomAttributes
        .Where(attribute => attribute.AttributeType.Name == "UnsafeAccessorAttribute")
        .Select(attribute => $"{method.Parameters[0].ParameterType.GetElementType().FullName}::" +
            attribute.Properties.Single(property => property.Name == "Name").Argument.Value);

    private IEnumerable<string> AttributeTypes(IEnumerable<CustomAttribute> attributes) =>
        attributes.SelectMany(attribute =>
        Member(attribute.Constructor).Concat(attribute.ConstructorArguments
            .SelectMany(argument => Closed(argument.Value as TypeReference))));

    private static bool IsVisible(TypeDefinition type)
        => type.IsPublic || (type.IsNestedPublic && IsVisible(type.DeclaringType));

    private static bool FromMLNet(TypeReference type)
        => type.GetElementType().Scope is AssemblyNameReference reference && IsMLNet(reference);

    private static bool IsMLNet(AssemblyNameReference reference)
        => reference.Name.StartsWith("Microsoft.ML", StringComparison.Ordinal) && reference.Name != "Microsoft.ML.Larq";

    public void Dispose()
    {
        _assembly.Dispose();
        _resolver.Dispose();
    }
}
